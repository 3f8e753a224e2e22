export const id = {
  "backup.wrong-key": "Kunci tidak cocok dengan cadangan {file}, atau awal berkasnya sudah berubah.",
  "backup.damaged": "Cadangan {file} rusak pada {part}. Tidak ada yang diubah. Pakai salinan lain.",
  "backup.too-new": "Cadangan {file} dibuat oleh Balai {version}, yang lebih baru. Perbarui Balai dahulu.",
  "backup.not-loaded": "Data {table} ditolak basis data (kode {code}). Tidak ada yang diubah.",
  "backup.no-database": "Basis data tidak bisa dihubungi. Pastikan basis data berjalan, lalu coba lagi.",
  "backup.database-refused": "Basis data menolak perintah (kode {code}). Tidak ada yang diubah.",
  "backup.disk-full": "Penyimpanan penuh. Berkas setengah jadi sudah dihapus. Kosongkan ruang, lalu coba lagi.",
  "backup.no-file": "Berkas {file} atau foldernya tidak ditemukan.",
  "backup.file-exists": "Berkas {file} sudah ada. Pakai nama lain.",
  "backup.partial-exists":
    "Berkas {file} sudah ada: cadangan lain sedang berjalan atau pernah terputus. Jika tidak ada yang berjalan, hapus berkas itu.",
  "backup.file-refused": "Berkas {file} tidak bisa dibuka (kode {code}).",
  "backup.bad-recipient": "Kunci publik tidak sah. Kunci publik dimulai dengan age1.",
  "backup.bad-recipient.setting":
    "BALAI_BACKUP_RECIPIENT bukan kunci publik yang sah. Kunci publik dimulai dengan age1; beberapa kunci dipisah koma.",
  "backup.bad-identity": "Kunci rahasia tidak sah. Kunci rahasia dimulai dengan AGE-SECRET-KEY-.",
  "backup.not-migrated": "Basis data ini belum disiapkan. Tidak ada yang perlu dicadangkan.",
  "backup.not-empty": "Basis data tujuan tidak kosong. Pulihkan hanya ke basis data kosong.",
  "backup.restore-running": "Pemulihan lain sedang berjalan di basis data ini.",
  "backup.unknown-migration":
    "Cadangan dari Balai {version} memuat {name}, yang tidak ada di sini. Pakai Balai yang sama atau lebih baru.",
  "backup.changed-migration": "Isi {name} di sini berbeda dari saat cadangan dibuat. Pakai kode Balai yang asli.",
  "backup.migration-failed": "Susunan basis data gagal dibuat: {reason} Tidak ada yang diubah.",
  "backup.restored-not-migrated": "Data sudah pulih, tetapi pembaruan susunannya gagal: {reason}",
  "backup.done": "Cadangan selesai: {file}, {rows} baris dari {tables} tabel, {files} berkas.",
  "backup.done.hash": "SHA-256 {sha256}. Simpan angka ini terpisah dari cadangan.",
  "backup.done.lost": "PERINGATAN: {total} berkas hilang atau rusak di penyimpanan. Contohnya {path}.",
  "backup.verified":
    "Seluruh berkas sudah dibaca dan utuh: cadangan {at} oleh Balai {version}, {rows} baris dari {tables} tabel, {files} berkas.",
  "backup.verified.keys":
    "Isian tersegel hanya terbuka dengan kunci data ini, yang tidak ada di cadangan mana pun: {keys}. Pastikan salinan folder keys Anda memuatnya; `balai keys list` menampilkannya.",
  "backup.restored": "Pemulihan selesai: {rows} baris dari {tables} tabel, {files} berkas, keadaan {at}.",
  "backup.restored.migrated": "{total} pembaruan susunan dijalankan sesudahnya.",
  "backup.restored.missing-keys":
    "PERINGATAN: kunci {keys} tidak ada di sini. Salin folder kunci Anda sebelum memulai Balai.",
  "backup.restored.unknown-tables": "PERINGATAN: tabel {tables} tidak dikenal. Barisnya tidak dipulihkan.",
  "backup.restored.other-grants": "PERINGATAN: hak akses tabel {tables} berbeda dari sumbernya. Periksa.",
  "backup.files-missing": "PERINGATAN: {total} berkas sudah hilang sebelum cadangan dibuat.",
  "backup.how":
    "Cara pakai: balai backup BERKAS [--to age1…]… [--passphrase-file BERKAS], atau balai backup --verify BERKAS [--identity-file BERKAS | --passphrase-file BERKAS]",
  "backup.restore.how": "Cara pakai: balai restore BERKAS [--identity-file BERKAS | --passphrase-file BERKAS]",
  "backup.no-lock":
    "Sebutkan kunci publik dengan --to atau BALAI_BACKUP_RECIPIENT, atau sandi dengan --passphrase-file.",
  "backup.no-key": "Sebutkan kunci rahasia dengan --identity-file, atau sandi dengan --passphrase-file.",
  "backup.two-locks": "Pilih satu: kunci publik atau sandi.",
  "backup.short-passphrase": "Sandi terlalu pendek. Pakai paling sedikit {least} huruf.",
} as const;
