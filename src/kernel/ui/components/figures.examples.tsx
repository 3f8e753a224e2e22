import { Bars } from "./bars.tsx";
import type { ExampleSet } from "./example.ts";
import { Numbers } from "./numbers.tsx";
import { RegionMap } from "./region-map.tsx";
import { Table } from "./table.tsx";

const ring = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

const area = (west: number, south: number, east: number, north: number) => ({
  type: "Polygon" as const,
  coordinates: [ring(west, south, east, north)],
});

export const figureExamples: ExampleSet = {
  component: "Numbers, Bars, Table, RegionMap",
  examples: [
    {
      title: "angka lebih dulu",
      render: () => (
        <Numbers
          figures={[
            { value: "1.284", label: "laporan minggu ini" },
            { value: "91%", label: "selesai tepat waktu" },
            { value: "2,1", unit: "hari", label: "waktu selesai biasanya" },
            { value: "37", label: "terlambat hari ini" },
          ]}
        />
      ),
    },
    {
      title: "grafik batang yang juga tabel; peta",
      render: () => (
        <div class="half">
          <Bars
            caption="Paling sering dilaporkan"
            of="Jenis"
            unit="Laporan"
            bars={[
              { label: "Sampah", value: 342, text: "342" },
              { label: "Jalan dan trotoar", value: 298, text: "298", href: "#jalan" },
              { label: "Banjir dan saluran air", value: 241, text: "241" },
              { label: "Lampu jalan", value: 187, text: "187", marked: true },
            ]}
            more={{
              label: "Lihat berapa yang selesai",
              table: (
                <Table
                  caption="Laporan dan yang selesai"
                  columns={[
                    { label: "Jenis" },
                    { label: "Laporan", numeric: true },
                    { label: "Selesai", numeric: true },
                  ]}
                  rows={[
                    ["Sampah", "342", "318"],
                    ["Jalan dan trotoar", "298", "204"],
                  ]}
                />
              ),
            }}
          />
          <RegionMap
            label="Peta Tegalsari. Keputran 18 laporan, Kedungdoro 11."
            caption="Angka: laporan yang masih berjalan."
            shapes={[
              { code: "1", name: "Kedungdoro", geometry: area(112.725, -7.268, 112.737, -7.255), level: 2 },
              { code: "2", name: "Keputran", geometry: area(112.737, -7.28, 112.75, -7.262), level: 3 },
              { code: "3", name: "Wonorejo", geometry: area(112.725, -7.28, 112.737, -7.268), level: 1 },
            ]}
            points={[
              { lat: -7.262, lng: 112.731, label: "Kedungdoro, 11 laporan", count: 11, href: "#peta-kedungdoro" },
              { lat: -7.271, lng: 112.743, label: "Keputran, 18 laporan", count: 18, href: "#peta-keputran" },
              { lat: -7.276, lng: 112.733, label: "Wonorejo, 2 terlambat", count: 2, tone: "late" },
              { lat: -7.266, lng: 112.746, label: "Jl. Dinoyo", tone: "now", href: "#peta-dinoyo" },
            ]}
          />
        </div>
      ),
    },
    {
      title: "tabel",
      render: () => (
        <Table
          caption="Kantor, 30 hari terakhir"
          columns={[
            { label: "Kantor" },
            { label: "Tepat waktu", numeric: true },
            { label: "Lama selesai", numeric: true },
            { label: "Nilai warga", numeric: true, wide: true },
          ]}
          rows={[
            ["Lingkungan Hidup", "96%", "1,2 hari", "4,6"],
            ["Bina Marga", "90%", "2,8 hari", "4,2"],
          ]}
        />
      ),
    },
  ],
};
