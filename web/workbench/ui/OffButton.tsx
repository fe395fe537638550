import { Button, type ButtonProps } from "antd";
import { useId, type MouseEvent, type ReactNode } from "react";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

interface OffButtonProps extends Omit<ButtonProps, "disabled" | "aria-disabled"> {
  /** Why it can't be used now; null: it can. */
  readonly offBecause: ReactNode;
}

/** A button that stands there also when it can't be used, and then says why. The keyboard and screen readers reach it all the same. */
export const OffButton = ({ offBecause, onClick, htmlType = "button", children, ...rest }: OffButtonProps) => {
  const text = useWorkbenchText().ui;
  const reason = useId();
  if (offBecause === null || offBecause === undefined || offBecause === "")
    return (
      <Button {...rest} htmlType={htmlType} {...(onClick ? { onClick } : {})}>
        {children}
      </Button>
    );
  return (
    <span className="wb-off">
      <Button
        {...rest}
        className="wb-off-button"
        htmlType="button"
        aria-disabled="true"
        aria-describedby={reason}
        onClick={(event: MouseEvent) => event.preventDefault()}
      >
        {children}
      </Button>
      <span id={reason} className="wb-note">
        {text.offBecause}
        {offBecause}
      </span>
    </span>
  );
};
