export { type Database, type DB, openDatabase, type Queryable, type Tx } from "./database.ts";
