import type { Kernel } from "../../../../kernel/index.ts";
import type { AnchorSettings, DriverSettings } from "../settings.ts";
import type { AnchorDriver } from "./driver.ts";

/** The drivers of the settings. Their packages are large: only who anchors loads them. */
export async function openDrivers(
  kernel: Kernel,
  settings: AnchorSettings,
): Promise<(settings: DriverSettings) => AnchorDriver> {
  const opened = new Map(
    await Promise.all(settings.drivers.map(async (each) => [each.name, await openDriver(kernel, each)] as const)),
  );
  return ({ name }) => {
    const driver = opened.get(name);
    if (driver === undefined) throw new Error(`the driver ${name} was not opened`);
    return driver;
  };
}

async function openDriver({ config, crypto, clock }: Kernel, settings: DriverSettings): Promise<AnchorDriver> {
  if (settings.kind === "rfc3161") {
    const { createRfc3161Driver } = await import("./rfc3161/rfc3161-driver.ts");
    return createRfc3161Driver(settings);
  }
  const [{ createEvmDriver }, { readContract }] = await Promise.all([
    import("./evm/evm-driver.ts"),
    import("./evm/contract.ts"),
  ]);
  const { abi } = readContract(config.projectRoot);
  return createEvmDriver({ settings, abi, signers: crypto.chainSigners, clock });
}
