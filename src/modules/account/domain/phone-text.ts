/** "+6281234567890" as people read it: "+62 812 3456 7890". Other countries' numbers stay as they are. */
export function groupPhone(phone: string): string {
  const [, area, rest] = /^\+62(\d{3})(\d+)$/.exec(phone) ?? [];
  if (area === undefined || rest === undefined) return phone;
  return ["+62", area, ...(rest.match(/\d{1,4}/g) ?? [])].join(" ");
}
