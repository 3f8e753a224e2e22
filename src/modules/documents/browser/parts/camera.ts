import decodeQr from "qr/decode.js";

/** One look after the other; a phone needs some time for each. */
const lookEveryMs = 120;
/** Whoever found none by then is asked whether to try another way. */
const patienceMs = 60_000;

/** Shows what the camera sees until there is a QR code in it, and gives its text. Throws when there is no camera, or no code in time. */
export async function readByCamera(video: HTMLVideoElement): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const canvas = document.createElement("canvas");
    for (const until = performance.now() + patienceMs; performance.now() < until; ) {
      const text = textIn(video, canvas);
      if (text !== undefined) return text;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    throw new Error("no code in sight");
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
}

function textIn(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | undefined {
  const { videoWidth: width, videoHeight: height } = video;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null || width === 0) return undefined;
  canvas.width = width;
  canvas.height = height;
  pen.drawImage(video, 0, 0);
  try {
    return decodeQr(pen.getImageData(0, 0, width, height));
  } catch {
    // No code in this picture.
    return undefined;
  }
}
