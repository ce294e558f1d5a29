// How a step left the person: on to the next one of its room, or back to the live screen.
export type Left = "next" | "back";
