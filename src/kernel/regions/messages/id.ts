export const id = {
  "regions.location.choose-rest": "Kami tahu titik itu di {region}. Pilih kecamatan dan kelurahannya.",
  "regions.location.confirm": "Titik itu dekat batas wilayah. Benarkah di {region}?",
  "regions.search.none": "Tidak ada wilayah bernama “{text}”. Periksa ejaannya.",
  "regions.load.bad-row": "Berkas wilayah salah pada baris {line}.",
  "regions.load.empty": "Berkas wilayah kosong.",
} as const;
