import { Uscc } from "../../ui/Code.tsx";
import { Reported } from "../../ui/Reported.tsx";

/** Which page, of which organisation. */
export const OwnHeading = ({ title, name, uscc }: { title: string; name: string; uscc: string }) => (
  <>
    <h1>{title}</h1>
    <p>
      <Reported>{name}</Reported> <Uscc code={uscc} />
    </p>
  </>
);
