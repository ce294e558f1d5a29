// A hook for our own prompts: draw again when the terminal has been away or has changed its size.
import { useEffect, useState } from "@inquirer/core";

/** Runs `before` and draws the prompt again at each `redraw` of its input. */
export function useRedraw(before: () => void): void {
  const [, setTimes] = useState(0);
  useEffect((readline) => {
    let times = 0;
    function again(): void {
      before();
      times += 1;
      setTimes(times);
    }
    readline.input.on("redraw", again);
    return () => readline.input.off("redraw", again);
  }, []);
}
