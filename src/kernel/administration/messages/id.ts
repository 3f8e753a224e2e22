export const id = {
  "administration.book": "Kantor dan petugas",
  "administration.office.code": "Kode kantor: 2 sampai 40 huruf kecil, angka, atau tanda hubung. Contoh: kel-keputran.",
  "administration.office.name": "Nama kantor harus diisi, paling banyak 120 huruf.",
  "administration.office.outside": "Wilayah kantor ini harus berada di dalam wilayah {parent}.",
  "administration.office.unknown": "Tidak ada kantor dengan kode {code}.",
  "administration.office.circle": "Sebuah kantor tidak bisa berada di bawah dirinya sendiri. Periksa kantor induknya.",
  "administration.office.twice": "Kode kantor {code} disebut dua kali.",
  "administration.region": "Wilayah {region} tidak ada di dalam wilayah Balai ini ({root}).",
  "administration.region.missing": "Sebutkan kode wilayah, misalnya {root}.",
  "administration.officer.exists": "Petugas {username} sudah ada. Bila perlu tautan baru, buatkan untuk akun itu.",
  "administration.officer.unknown": "Tidak ada petugas dengan nama pengguna {username}.",
  "administration.officer.own": "Anda tidak bisa mengubah akun atau peran Anda sendiri. Minta pengelola lain.",
  "administration.officer.closed": "Akun {username} sudah ditutup. Buka dulu akunnya.",
  "administration.role.unknown": "Peran {role} tidak dikenal. Pilih salah satu: {roles}.",
  "administration.rule.service": "Layanan ini tidak memakai aturan penugasan. Yang memakainya: {services}.",
  "administration.rule.key": "Kategori {key} tidak dikenal. Pilih salah satu: {keys}.",
  "administration.rule.day": "Tanggal {day} belum benar. Contoh: 2026-11-24.",
  "administration.rule.source": "Dasar aturan paling banyak {most} huruf.",
  "administration.notice.assigned.title": "Petugas baru di {office}",
  "administration.notice.assigned.text":
    "{username} kini bertugas di {office}. Tidak kenal orang ini? Segera tanyakan kepada pengelola Balai.",
  "administration.notice.link.title": "Tautan masuk baru untuk {username}",
  "administration.notice.link.text":
    "Tautan masuk baru dibuat untuk {username} oleh pengelola Balai. Kata sandi lamanya tidak berlaku lagi. Tanyakan kepada {username} apakah ia yang memintanya.",
  "administration.notice.own-link.title": "Tautan masuk baru untuk akun Anda",
  "administration.notice.own-link.text":
    "Tautan masuk baru dibuat untuk akun Anda oleh pengelola Balai. Kata sandi lama Anda tidak berlaku lagi. Anda tidak memintanya? Segera beri tahu kepala kantor Anda.",

  "administration.state.active": "aktif",
  "administration.state.invited": "menunggu tautan dipakai",
  "administration.state.expired": "tautan kedaluwarsa",
  "administration.state.disabled": "ditutup",
  "administration.rule.no-source": "(dasar belum disebut)",

  "administration.command.line": "baris {line}",
  "administration.command.file": "Berkas {file} tidak bisa dibaca.",
  "administration.command.empty": "Berkas {file} tidak berisi apa pun.",
  "administration.command.columns": "Berkas {file} harus punya kolom {columns}. Yang belum ada: {missing}.",
  "administration.command.office.how":
    "Cara pakai:\n  balai office list\n  balai office set KODE --name NAMA --region KODE-WILAYAH [--parent KODE | --top]\n  balai office import BERKAS.csv   (kolom: code,name,region,parent)",
  "administration.command.office.saved": "Kantor: {added} baru, {changed} diubah, {same} tetap.",
  "administration.command.officer.how":
    "Cara pakai:\n  balai officer list\n  balai officer add NAMA-PENGGUNA --name NAMA --role PERAN --office KODE [--email ALAMAT] [--lang id|en]\n  balai officer assign|end NAMA-PENGGUNA --role PERAN --office KODE\n  balai officer disable|enable|reset NAMA-PENGGUNA",
  "administration.command.officer.link":
    "Berikan tautan ini langsung kepada {username}, bukan kepada orang lain. Sekali pakai, berlaku sampai {until}:",
  "administration.command.officer.assign.done": "{username} sekarang {role} di {office}.",
  "administration.command.officer.assign.same": "{username} sudah {role} di {office}.",
  "administration.command.officer.end.done": "{username} bukan lagi {role} di {office}.",
  "administration.command.officer.end.same": "{username} memang bukan {role} di {office}.",
  "administration.command.officer.disable.done": "Akun {username} ditutup: peran dan sesinya berakhir.",
  "administration.command.officer.disable.same": "Akun {username} sudah ditutup.",
  "administration.command.routing.how":
    "Cara pakai:\n  balai routing list\n  balai routing set LAYANAN KATEGORI KODE-WILAYAH KODE-KANTOR [--from 2026-11-24] [--source DASAR]\n  balai routing end LAYANAN KATEGORI KODE-WILAYAH [--on 2026-11-24]\n  balai routing import BERKAS.csv   (kolom: service,key,region,office,from,source)",
  "administration.command.routing.set": "Aturan: {set} baru, {same} tetap.",
  "administration.command.routing.end.done": "Aturan berakhir. Selanjutnya pembagi laporan yang menentukan.",
  "administration.command.routing.end.same": "Tidak ada aturan seperti itu.",
  "administration.command.routing.without": "{service}, belum punya aturan: {keys}",
} as const;
