import { proofFile, verifierPage } from "../../paths.ts";
import { useLogText } from "../../text/log-text.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Commands } from "./Commands.tsx";
import type { ProofData } from "./ProofPage.tsx";

/** The file to take away, and the three steps to check it. */
export const CheckProof = ({ record: { uscc, recordId }, vkey }: { record: ProofData["record"]; vkey: string }) => {
  const own = useLogText();
  const { steps, ...its } = own.proof;
  return (
    <section>
      <h2>{its.checkTitle}</h2>
      <p>
        <a href={proofFile(uscc, recordId)} className="button" download>
          {its.take}
        </a>
      </p>
      <ol className="prose">
        <li>{steps.take}</li>
        <li>
          {steps.page} <a href={verifierPage}>{own.log.openPage}</a>
        </li>
        <li>
          {steps.key}
          <br />
          <code className="code break">{vkey}</code> <CopyButton value={vkey} label={own.log.key} />
        </li>
      </ol>
      <Commands name={its.command} lines={[`npx chengxin-verify proof ${recordId}.tlog-proof --key '${vkey}'`]} />
      <p className="hint">{its.keep}</p>
    </section>
  );
};
