import { demoPassword } from "../../src/demo/people.ts";

/** Signs an officer of the demo in, as a browser does: password, then the code from the demo message box. Gives the cookie. */
export async function signInOfficer(url: string, username: string): Promise<string> {
  const jar = new Map<string, string>();
  const form = await ask(url, jar, "/masuk/petugas");
  await ask(url, jar, "/masuk/petugas", { ...hiddenFields(form), username, password: demoPassword });
  const codePage = await ask(url, jar, "/masuk/kode");
  await ask(url, jar, "/masuk/kode", {
    ...hiddenFields(codePage),
    code: await codeFor(url, `${username}@balai.example`),
  });
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const inbox = await fetch(`${url}/konsol`, { headers: { cookie }, redirect: "manual" });
  await inbox.arrayBuffer();
  if (inbox.status !== 200) throw new Error(`${username} is not signed in: /konsol answers ${inbox.status}`);
  return cookie;
}

async function ask(
  url: string,
  jar: Map<string, string>,
  path: string,
  fields?: Record<string, string>,
): Promise<string> {
  const answer = await fetch(`${url}${path}`, {
    method: fields === undefined ? "GET" : "POST",
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "), "user-agent": "balai-bench" },
    body: fields === undefined ? undefined : new URLSearchParams(fields),
    redirect: "manual",
  });
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    jar.set(name, value);
  }
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${path} answers ${answer.status}`);
  return text;
}

/** Names and values of the hidden fields of the page's last form with any: menus of the frame come before it. */
function hiddenFields(page: string): Record<string, string> {
  const forms = page.split("<form").filter((part) => part.includes('type="hidden"') && part.includes("<button"));
  const inputs = [...(forms.at(-1) ?? "").matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
  return Object.fromEntries(
    inputs
      .filter((tag) => tag.includes('type="hidden"'))
      .map((tag) => [/\bname="([^"]*)"/.exec(tag)?.[1] ?? "", /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ""]),
  );
}

async function codeFor(url: string, recipient: string): Promise<string> {
  const answer = await fetch(`${url}/demo/pesan.json?untuk=${encodeURIComponent(recipient)}`);
  const [newest] = (await answer.json()) as { subject: string; body: string }[];
  const code = /\b\d{6}\b/.exec(`${newest?.subject ?? ""} ${newest?.body ?? ""}`)?.[0];
  if (code === undefined) throw new Error(`no code for ${recipient} in the demo message box`);
  return code;
}
