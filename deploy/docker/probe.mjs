// node probe.mjs PATH: ends with 0 if the gateway in this container answers 200 there within three seconds, else with 1.
const url = `http://127.0.0.1:${process.env.PORT || 4000}${process.argv[2]}`;

try {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  process.exitCode = status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
