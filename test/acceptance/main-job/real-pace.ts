// The main job by flags at the real pace: proofs take their real minute. Run it with `node test/acceptance/main-job/real-pace.ts`.
import { containAndRestore, answerToNewKey } from "./by-flags.ts";
import { openScene, STRATEGIES } from "./scene.ts";

async function play(): Promise<void> {
  const wanted = STRATEGIES.find((one) => one === process.argv[2]) ?? "contain-first";
  await using scene = await openScene({ speed: 1 });
  const began = Date.now();
  await containAndRestore(scene, wanted);
  const seconds = Math.round((Date.now() - began) / 1000);
  const { contained, restored, declaredAt } = await scene.status();
  function after(at: string | null): string {
    return at === null
      ? "never"
      : `${String(Math.round((Date.parse(at) - Date.parse(declaredAt)) / 1000))} s`;
  }
  const old = await scene.answerTo(await scene.leaked());
  const fresh = await answerToNewKey(scene);
  console.log(
    `${wanted} at the real pace: contained after ${after(contained.at)}, restored after ${after(restored.at)}, commands took ${String(seconds)} s; old key ${String(old)}, new key ${String(fresh)}`,
  );
  if (contained.at === null || restored.at === null || old !== 401 || fresh !== 200)
    process.exitCode = 1;
}

await play();
