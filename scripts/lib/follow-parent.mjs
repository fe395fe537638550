// Loaded before a program that one of these scripts runs: stops it in the ordinary way when the script is gone.
if (process.channel) {
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
