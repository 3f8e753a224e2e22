export const id = {
  "transparency.unknown.file": "Berkas buku ini tidak ada.",
  "transparency.unknown.entry": "Bukti ini tidak ditemukan. Periksa lagi alamat atau nomornya.",
  "transparency.api.checkpoint": "Keadaan buku yang terakhir ditandatangani",
  "transparency.api.key": "Kunci yang menandatangani buku",

  "transparency.book.title": "Buku terbuka",
  "transparency.book.lead":
    "Setiap langkah penting dicatat di sini. Yang sudah tercatat tidak bisa diubah atau dihapus diam-diam, juga tidak oleh kami.",
  "transparency.book.books": "Isi buku sekarang",
  "transparency.book.name": "Buku",
  "transparency.book.entries": "Isi",
  "transparency.book.count.other": "{count} catatan",
  "transparency.book.signed": "Terakhir ditandatangani",
  "transparency.book.files": "Berkas",
  "transparency.book.state": "keadaan",
  "transparency.book.key": "kunci",
  "transparency.book.none": "Buku masih kosong",
  "transparency.book.none.text": "Catatan pertama muncul begitu laporan pertama diterima.",
  "transparency.book.private": "Tanpa nama, tanpa NIK.",
  "transparency.book.private.text":
    "Buku ini memuat apa yang terjadi, kapan, dan di kantor mana. Nama, nomor telepon dan isi laporan tidak ada di dalamnya; hanya segelnya.",
  "transparency.book.how": "Mengapa tidak bisa diubah diam-diam?",
  "transparency.book.how.chain":
    "Setiap catatan dikunci bersama semua catatan sebelumnya. Mengubah satu huruf saja membuat seluruh kunci berbeda, dan siapa pun yang menyimpan bukti lama akan melihatnya.",
  "transparency.book.how.signed":
    "Paling lambat satu detik setelah catatan baru masuk, keadaan buku ditandatangani. Tanda tangan lama tidak pernah ditarik.",
  "transparency.book.how.programs":
    "Bentuk berkasnya baku (C2SP tlog-tiles), jadi bisa diperiksa dengan program buatan orang lain.",

  "transparency.witness.title": "Saksi",
  "transparency.witness.text":
    "Lembaga lain menandatangani bahwa buku ini hanya bertambah, tidak pernah diganti. Mereka menyimpan catatannya sendiri.",
  "transparency.witness.none":
    "Belum ada lembaga lain yang ikut menandatangani buku ini. Sampai ada, simpan sendiri bukti Anda: bukti lama membongkar buku yang diganti.",
  "transparency.witness.name": "Saksi",
  "transparency.witness.signed": "Terakhir menandatangani",

  "transparency.alarm.fork": "Buku ini pernah berbeda.",
  "transparency.alarm.fork.text":
    "Saksi {witness} pernah menandatangani buku “{book}” yang lain daripada yang kami tunjukkan ({count} catatan, {at}). Ini tidak boleh terjadi.",
  "transparency.alarm.rollback": "Buku ini pernah lebih panjang.",
  "transparency.alarm.rollback.text":
    "Saksi {witness} pernah menandatangani buku “{book}” dengan catatan lebih banyak daripada {count} yang kami tunjukkan ({at}). Ini tidak boleh terjadi.",

  "transparency.check.title": "Periksa sendiri",
  "transparency.check.one": "Buka bukti Anda: pindai kode QR-nya, atau ketik nomornya.",
  "transparency.check.two": "Lihat jawabannya: sah, tidak sah, atau belum bisa diperiksa.",
  "transparency.check.three": "Tidak percaya kami? Unduh berkas buktinya dan minta orang lain memeriksanya.",
  "transparency.check.here": "Periksa bukti",

  "transparency.receipt.title": "Bukti catatan",
  "transparency.receipt.back": "Buku terbuka",
  "transparency.receipt.slip": "Bukti",
  "transparency.receipt.keep": "Simpan nomor ini atau foto kodenya. Siapa pun boleh memeriksanya.",
  "transparency.receipt.file": "Unduh berkas bukti",
  "transparency.receipt.raw": "Catatan apa adanya",
  "transparency.receipt.raw.text":
    "Persis seperti inilah yang tertulis. Isian “commitment” adalah segel dari isi yang tidak dibuka untuk umum.",
  "transparency.receipt.waiting": "Sudah dicatat, sebentar lagi masuk buku.",
  "transparency.receipt.waiting.text":
    "Catatan ini belum mendapat tempat di buku. Muat ulang halaman ini sebentar lagi.",

  "transparency.entry.what": "Yang terjadi",
  "transparency.entry.when": "Waktu",
  "transparency.entry.office": "Kantor",
  "transparency.entry.region": "Wilayah",
  "transparency.entry.book": "Buku",
  "transparency.entry.place": "Urutan",
  "transparency.entry.place.value": "Catatan ke-{place}",
  "transparency.kind.submitted": "Diterima",

  "transparency.verdict.valid": "Sah.",
  "transparency.verdict.valid.text": "Catatan ini ada di buku dan belum diubah sejak ditandatangani.",
  "transparency.verdict.invalid": "Tidak sah.",
  "transparency.verdict.cannot": "Belum bisa diperiksa.",
  "transparency.why.not-a-receipt": "Ini bukan berkas bukti, atau ada bagiannya yang hilang.",
  "transparency.why.forged-signature": "Tanda tangannya bukan milik buku itu.",
  "transparency.why.not-in-book": "Catatan ini berbeda dari yang ditandatangani di buku.",
  "transparency.why.unknown-book": "Bukti ini dari buku lain, yang kuncinya tidak kami miliki.",
  "transparency.why.too-few-witnesses": "Saksi yang menandatangani belum cukup.",

  "transparency.own.check": "Periksa dengan alat saya sendiri",
  "transparency.own.valid": "Sah menurut alat Anda.",
  "transparency.own.valid.text": "Alat ini menghitung sendiri; jawabannya tidak bergantung pada kami.",
  "transparency.own.not-a-receipt": "Tidak sah.",
  "transparency.own.not-a-receipt.text": "Yang dikirim bukan berkas bukti.",
  "transparency.own.forged-signature": "Tidak sah.",
  "transparency.own.forged-signature.text": "Tanda tangannya bukan milik buku itu.",
  "transparency.own.not-in-book": "Tidak sah.",
  "transparency.own.not-in-book.text": "Catatan ini berbeda dari yang ditandatangani di buku.",
  "transparency.own.unknown-book": "Belum bisa diperiksa.",
  "transparency.own.unknown-book.text": "Kunci buku ini tidak ditemukan.",
  "transparency.own.other-key": "Kuncinya lain dari dulu.",
  "transparency.own.other-key.text":
    "Alat ini pernah melihat kunci lain untuk buku ini. Tanyakan kunci yang benar kepada pihak yang Anda percaya.",
  "transparency.own.offline": "Belum bisa diperiksa.",
  "transparency.own.offline.text": "Berkasnya tidak terambil. Coba lagi saat ada sinyal.",

  "transparency.verify.title": "Periksa bukti",
  "transparency.verify.lead": "Dari nomor di tanda terima, atau dari berkas bukti yang Anda simpan.",
  "transparency.verify.document": "Anda memegang surat? Periksa di sini",
  "transparency.verify.answer": "Jawaban",
  "transparency.verify.by-number": "Dengan nomor",
  "transparency.verify.number": "Nomor bukti",
  "transparency.verify.number.hint": "Contoh: reports-600",
  "transparency.verify.number.unknown": "Nomor ini tidak ada di buku. Periksa lagi ketikannya.",
  "transparency.verify.find": "Cari",
  "transparency.verify.by-file": "Dengan berkas bukti",
  "transparency.verify.text": "Isi berkas bukti",
  "transparency.verify.text.hint": "Buka berkasnya, salin semuanya, tempel di sini.",
  "transparency.verify.text.empty": "Tempelkan dulu isi berkas buktinya.",
  "transparency.verify.text.long": "Ini terlalu panjang untuk sebuah berkas bukti.",
  "transparency.verify.check": "Periksa",
} as const;
