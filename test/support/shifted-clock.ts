/*
 * Preloaded into a process (`node --import`): at the first SIGUSR2 its clock jumps a day forward, at the second a day
 * back behind the true time, as when somebody sets the clock of the machine. What counts the time that has passed goes
 * on.
 */
const dayMs = 86_400_000;
const shifts = [dayMs, -dayMs];
const { now } = Date;
let shift = 0;

process.on("SIGUSR2", () => {
  shift = shifts.shift() ?? shift;
});
Date.now = () => now() + shift;

export {};
