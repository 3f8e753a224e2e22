export const id = {
  "notify.code.title": "Kode masuk Balai",
  "notify.code.text": "Kode masuk Balai: {code}. Berlaku 10 menit. Jangan berikan kepada siapa pun, termasuk petugas.",
  "notify.email.footer": "Pesan ini dikirim otomatis. Anda tidak perlu membalas.",
  "notify.preference.channel": "Pilih cara menerima pesan dari daftar.",
  "notify.preference.lang": "Pilih bahasa dari daftar.",
  "notify.preference.zone": "Pilih zona waktu dari daftar.",
  "notify.preference.time": "Tulis jam seperti 21:00.",
  "retention.notify.inbox": "Pesan di kotak pesan",
  "retention.notify.sent": "Pesan yang hanya dikirim",
  "retention.notify.demo-box": "Kotak pesan contoh",
} as const;
