import { Input, Radio } from "antd";
import { useState } from "react";
import { Form, useNavigation } from "react-router";
import { relations, type GroundChoice } from "@chengxin/domain/ground/api.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { formatDay, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { FormChoice, FormField } from "../ui/FormField.tsx";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence } from "../ui/TaskPage.tsx";
import { writeChoice } from "./choice.ts";

interface GroundFormProps {
  readonly choices: readonly GroundChoice[];
  /** What was sent a moment ago and not taken; a new query begins without. */
  readonly typed: Readonly<Record<string, string>> | undefined;
}

/** The purposes, each with how much it opens. */
const useOptions = (choices: readonly GroundChoice[]) => {
  const { files, roles } = useWorkbenchText();
  const { word } = useText();
  const text = files.ground;
  const language = useLanguage();
  const several = new Set(choices.map(({ role, source }) => `${role} ${source?.id}`)).size > 1;
  return choices.map((choice) => {
    const { role, source, purpose, classes, masked, minutes } = choice;
    const sourceName = source && inWords(source.name, language);
    const limits = [
      text.opens(classes.map((one) => text.classes[one]).join(word.listSeparator), minutes),
      ...(sourceName === null ? [] : [text.ofSource(sourceName)]),
      ...(masked ? [text.masked] : []),
    ];
    return {
      value: writeChoice(choice),
      label: (
        <>
          {inWords(purpose.name, language)}
          {several && ` (${text.as(roles[role], sourceName)})`}
          <span className="wb-note">{limits.join(language === "en" ? "; " : "；")}</span>
        </>
      ),
    };
  });
};

/** Why somebody opens a file. What the chosen purpose doesn't ask for isn't there. */
export const GroundForm = ({ choices, typed }: GroundFormProps) => {
  const { files } = useWorkbenchText();
  const text = files.ground;
  const language = useLanguage();
  const busy = useNavigation().state !== "idle";
  const options = useOptions(choices);
  const only = choices.length === 1 ? options[0]?.value : undefined;
  const [picked, setPicked] = useState(typed?.["choice"] ?? only);
  const choice = choices.find((one) => writeChoice(one) === picked);
  return (
    <Form method="post" autoComplete="off">
      <FormChoice label={text.purpose}>
        <Radio.Group
          name="choice"
          vertical
          className="wb-purposes"
          options={options}
          {...(picked === undefined ? {} : { value: picked })}
          onChange={({ target }) => setPicked(String(target.value))}
        />
      </FormChoice>
      {choice?.kind === "window" && (
        <>
          <FormChoice label={text.relation} hint={text.relationHint}>
            <Radio.Group
              name="relation"
              {...(typed?.["relation"] ? { defaultValue: typed["relation"] } : {})}
              options={relations.map((relation) => ({ value: relation, label: files.relations[relation] }))}
            />
          </FormChoice>
          <FormField label={text.letter} hint={text.letterHint}>
            {(joined) => (
              <Input
                {...joined}
                name="letterNumber"
                required
                minLength={2}
                maxLength={60}
                defaultValue={typed?.["letterNumber"]}
              />
            )}
          </FormField>
        </>
      )}
      <FormField
        label={text.ground}
        hint={
          !choice
            ? text.groundHintUnchosen
            : choice.kind === "window"
              ? text.groundHintWindow
              : text.groundHint(inWords(choice.hint, language))
        }
      >
        {(joined) => (
          <Input.TextArea
            {...joined}
            name="ground"
            required
            minLength={4}
            maxLength={500}
            rows={3}
            defaultValue={typed?.["ground"]}
          />
        )}
      </FormField>
      {choice?.latest && (
        <FormField label={text.visibleFrom} hint={text.visibleFromHint(formatDay(choice.latest, language))}>
          {(joined) => (
            <Input
              {...joined}
              type="date"
              name="visibleFrom"
              required
              max={choice.latest ?? undefined}
              defaultValue={typed?.["visibleFrom"]}
            />
          )}
        </FormField>
      )}
      <Consequence>
        {!choice
          ? text.consequenceUnchosen
          : choice.kind === "confidential"
            ? text.consequenceConfidential(choice.minutes)
            : text.consequence(choice.minutes)}
      </Consequence>
      <OffButton type="primary" htmlType="submit" loading={busy} offBecause={choice ? null : text.choose}>
        {text.submit}
      </OffButton>
    </Form>
  );
};
