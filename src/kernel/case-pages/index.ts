/**
 * What every page about a case needs, whoever shows it: how a case looks to a reader, what the forms engine must know before it asks, and how a
 * posted form with its files is read.
 */
export { askingContext } from "./asking.tsx";
export { type CaseView, viewCase } from "./case-view.ts";
export { fileHref } from "./file-href.ts";
export { Papers, papersFor } from "./papers.tsx";
export { entryOf, firstOf, type PostedForm, readPosted, withoutPageFields } from "./posted.ts";
export { allErrors, takeAction } from "./take-action.ts";
