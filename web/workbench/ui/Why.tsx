import { InfoCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useId, type ReactNode } from "react";

/** A mark that says, by pointer and by focus, why something is where it is. The words are there for screen readers at any time. */
export const Why = ({ name, children }: { name: string; children: ReactNode }) => {
  const id = useId();
  return (
    <>
      <Tooltip title={children} trigger={["hover", "focus"]} placement="left">
        <button type="button" className="wb-why" aria-label={name} aria-describedby={id}>
          <InfoCircleOutlined aria-hidden="true" />
        </button>
      </Tooltip>
      <span id={id} hidden>
        {children}
      </span>
    </>
  );
};
