// A prompt that was stopped (Ctrl-Z) is drawn again when it goes on: the shell has written over it meanwhile.
import { useEffect, useState } from "@inquirer/core";

/** Draws the prompt again each time the process is continued. */
export function useRedraw(): void {
  const [, setTimes] = useState(0);
  useEffect(() => {
    let times = 0;
    function redraw(): void {
      times += 1;
      setTimes(times);
    }
    process.on("SIGCONT", redraw);
    return () => {
      process.off("SIGCONT", redraw);
    };
  }, []);
}
