import { useId, useState, type DragEvent } from "react";
import { mostUploadBytes } from "@chengxin/domain/upload/upload.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

interface DropZoneProps {
  readonly busy: boolean;
  /** What to tell about the files that were chosen last. */
  readonly said: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where files are chosen: by the button, by keyboard, or dropped from the desktop. */
export const DropZone = ({ busy, said, onFiles }: DropZoneProps) => {
  const text = useWorkbenchText().uploads;
  const id = useId();
  const [over, setOver] = useState(false);
  const onDrag = (event: DragEvent): void => {
    event.preventDefault();
    setOver(event.type === "dragover");
  };
  return (
    <div
      className="wb-drop"
      data-over={over ? "" : undefined}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={(event) => {
        onDrag(event);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <p>
        {text.drop} <FileChoice id={id} label={text.choose} main multiple onFiles={onFiles} />
      </p>
      <p className="wb-note">{text.chooseHint(mostUploadBytes >> 20)}</p>
      <p role="status">{busy ? text.checking : said}</p>
    </div>
  );
};

interface FileChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly main?: boolean;
  readonly multiple?: boolean;
  readonly describedBy?: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The browser's own field for files in the look of a button: it keeps focus, keyboard and name. */
export const FileChoice = ({ id, label, main = false, multiple = false, describedBy, onFiles }: FileChoiceProps) => (
  <span className="wb-file-choice">
    <input
      id={id}
      type="file"
      multiple={multiple}
      aria-describedby={describedBy}
      onChange={({ target }) => {
        const files = [...(target.files ?? [])];
        // the same file may be chosen once more
        target.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
    <label htmlFor={id} className={main ? "wb-button-main" : "ant-btn ant-btn-default wb-button"}>
      {label}
    </label>
  </span>
);
