import { hash } from "node:crypto";
import { createMerkle, type Sha256 } from "../tlog/index.ts";

export const sha256: Sha256 = (data) => hash("sha256", data, "buffer");
export const merkle = createMerkle(sha256);
