import { index, layout, prefix, route, type RouteConfig } from "@react-router/dev/routes";

/** Every page once; Chinese lies at `/`, English below `/en`. */
export default [
  route("care", "portal/care/set-care.ts"),
  ...prefix("en?", [
    index("portal/home/HomePage.tsx"),
    route("search", "portal/search/SearchPage.tsx"),
    route("organisations/:uscc", "portal/organisation/OrganisationPage.tsx"),
    route("organisations/:uscc/records/:recordId", "portal/record/RecordPage.tsx"),
    route("records", "portal/record/RecordsPage.tsx", { id: "records" }),
    route("licences", "portal/record/RecordsPage.tsx", { id: "licences" }),
    route("penalties", "portal/record/RecordsPage.tsx", { id: "penalties" }),
    route("catalogue", "portal/catalogue/CataloguePage.tsx"),
    route("catalogue/items/:item", "portal/catalogue/ItemPage.tsx"),
    route("catalogue/limits", "portal/catalogue/LimitsPage.tsx"),
    route("working-days", "portal/calendar/WorkingDaysPage.tsx"),
    route("open-data", "portal/open-data/OpenDataPage.tsx"),
    route("developers", "portal/developers/DevelopersPage.tsx"),
    route("problems/:code", "portal/developers/show-problem.ts"),
    route("scope", "portal/scope/ScopePage.tsx"),
    route("about", "portal/about/AboutPage.tsx"),
    route("sign-in", "portal/account/SignInPage.tsx"),
    route("sign-in/second", "portal/account/SecondStepPage.tsx"),
    route("sign-in/done", "portal/account/SignedInPage.tsx"),
    route("sign-out", "portal/account/sign-out.ts"),
    route("account", "portal/account/AccountPage.tsx"),
    ...prefix("workbench", [
      route("sign-out", "workbench/shell/sign-out.ts"),
      layout("workbench/WorkbenchLayout.tsx", { id: "workbench" }, [
        index("workbench/my-work/WorkPage.tsx"),
        route("organisations", "workbench/organisations/OrganisationsPage.tsx"),
        route("records", "workbench/records/RecordsPage.tsx", { id: "workbench-records" }),
        route("files", "workbench/files/FilesPage.tsx"),
        route("files/:uscc/new", "workbench/files/GroundPage.tsx"),
        route("files/:uscc/:groundId", "workbench/files/FilePage.tsx"),
        route("mandates", "workbench/mandates/MandatesPage.tsx"),
        route("mandates/:uscc/:mandateId", "workbench/mandates/MandatePage.tsx"),
        route("*", "workbench/not-found/NotFoundPage.tsx", { id: "workbench-not-found" }),
      ]),
    ]),
    route("*", "portal/not-found/NotFoundPage.tsx"),
  ]),
] satisfies RouteConfig;
