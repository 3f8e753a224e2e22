export { entryOf, firstOf, readPosted, withoutPageFields } from "../../kernel/case-pages/index.ts";
