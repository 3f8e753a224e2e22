import { randomBytes } from "node:crypto";
import { expect, inject, it } from "vitest";
import { asAdmin, dropDatabase, rolePassword } from "../../../test/support/test-server.ts";
import { ensureRolesAndDatabase } from "./roles.ts";

it("roles and a database are made by many commands at the same moment, once", async () => {
  const { adminUrl } = inject("testServer");
  const name = `balai_roles_${randomBytes(8).toString("hex")}`;
  const passwords = { owner: rolePassword(adminUrl, "balai_owner"), app: rolePassword(adminUrl, "balai_app") };
  try {
    await Promise.all(
      Array.from({ length: 12 }, () => asAdmin(adminUrl, (admin) => ensureRolesAndDatabase(admin, passwords, name))),
    );
    const found = await asAdmin(adminUrl, (admin) =>
      admin.query("select pg_get_userbyid(datdba) as owner from pg_database where datname = $1", [name]),
    );
    expect(found.rows).toEqual([{ owner: "balai_owner" }]);
  } finally {
    await dropDatabase(adminUrl, name);
  }
});
