import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import type { Invited } from "@chengxin/domain/account/administration-api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatMoment } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

interface NewLinkProps {
  readonly invited: Invited;
  readonly login: string;
  readonly displayName: string;
}

/** A link by which somebody begins to use an account: seen once, to be handed over. */
export const NewLink = ({ invited: { link, expiresAt }, login, displayName }: NewLinkProps) => {
  const text = useWorkbenchText().accounts;
  const language = useLanguage();
  const [copied, setCopied] = useState<string>("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const copy = (): void =>
    void navigator.clipboard.writeText(link).then(
      () => setCopied(text.linkCopied),
      () => setCopied(text.linkCopyFailed),
    );
  return (
    <section className="wb-link" aria-label={text.linkTitle}>
      <h2 tabIndex={-1} ref={heading}>
        {text.linkTitle}
      </h2>
      <p>{text.linkFor(displayName, login)}</p>
      <p>
        <code>{link}</code>
      </p>
      <div className="wb-actions">
        <Button type="primary" onClick={copy}>
          {text.linkCopy}
        </Button>
        <span role="status">{copied}</span>
      </div>
      <p>{text.linkUntil(formatMoment(expiresAt, language))}</p>
      <p>
        <strong>{text.linkOnce}</strong>
      </p>
      <p>{text.linkSecret}</p>
    </section>
  );
};
