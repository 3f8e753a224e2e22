import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { beginForm } from "../../../test/support/report-form.ts";
import { createVisitor } from "../../../test/support/visitor.ts";

let test: TestApp;

beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

it("the page of a service promises as many questions as its form then counts; the review makes one more", async () => {
  const visitor = createVisitor(test.app);
  const page = await visitor.get("/layanan/reports.report");
  const most = Number(/Paling banyak (\d+) pertanyaan, satu per halaman\./.exec(page.body)?.[1]);
  const first = await visitor.get(`${await beginForm(visitor)}/kind`);
  expect(first.body).toContain(`langkah 1 dari ${most + 1}`);
});
