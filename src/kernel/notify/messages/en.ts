export const en = {
  "notify.code.title": "Your Balai code",
  "notify.code.text": "Your Balai code: {code}. Valid for 10 minutes. Give it to nobody, officers included.",
  "notify.email.footer": "This message was sent automatically. You need not reply.",
  "notify.preference.channel": "Choose from the list how to be told.",
  "notify.preference.lang": "Choose a language from the list.",
  "notify.preference.zone": "Choose a time zone from the list.",
  "notify.preference.time": "Write the time like 21:00.",
  "retention.notify.inbox": "Messages in inboxes",
  "retention.notify.sent": "Messages that were only sent",
  "retention.notify.demo-box": "The demo's message box",
} as const;
