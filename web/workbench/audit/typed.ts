/** What was typed into a field of a form; a file is nothing typed. */
export const typed = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};
