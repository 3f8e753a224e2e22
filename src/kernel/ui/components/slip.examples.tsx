import type { ExampleSet } from "./example.ts";
import { Slip } from "./slip.tsx";

export const slipExamples: ExampleSet = {
  component: "Slip, Qr",
  examples: [
    {
      title: "tanda terima laporan, tanda terima pembayaran",
      render: () => (
        <div class="half">
          <Slip title="Tanda terima" code="SBY-7K4M-2QX8" qr="https://balai.surabaya.example/cek/SBY-7K4M-2QX8">
            Tersimpan 20 Nov 2026, 08.14 WIB. Tidak bisa diubah diam-diam. Siapa pun bisa memeriksa kode ini.
          </Slip>
          <Slip
            title="Pajak kendaraan L 1234 AB"
            code="SMS-5D9K-W4TR"
            facts={[
              { label: "Dibayar", value: "Rp248.500" },
              { label: "Tanggal", value: "24 Nov 2026, 09.42" },
            ]}
          />
        </div>
      ),
    },
  ],
};
