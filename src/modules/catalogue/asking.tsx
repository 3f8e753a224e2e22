export { askingContext } from "../../kernel/case-pages/index.ts";
