import { describe, expect, it } from "vitest";
import { placeInput, variableHolding } from "../../../src/core/session/place-input.ts";

const PROGRAM = { path: "/usr/bin/ssh", isProgram: true };
const FILE = { path: "/srv/app/.env", isProgram: false };

describe("a place typed in one line", () => {
  it("a file is an env file, by its whole path", () => {
    expect(placeInput("app/.env", FILE, [])).toEqual({
      id: "app-env",
      kind: "dotenv",
      options: { path: "/srv/app/.env" },
    });
  });

  it("a program with arguments takes the key on stdin; ssh's place is its host", () => {
    expect(placeInput("ssh prod-1 put-key", PROGRAM, [])).toEqual({
      id: "prod-1",
      kind: "exec",
      options: { write: ["ssh", "prod-1", "put-key"] },
    });
  });

  it("a program named by its path runs from anywhere", () => {
    const looked = { path: "/srv/prod-1", isProgram: true };
    expect(placeInput("./prod-1 put-key", looked, [])).toEqual({
      id: "prod-1",
      kind: "exec",
      options: { write: ["/srv/prod-1", "put-key"] },
    });
  });

  it("a sentence is for a person, even when it begins with a program's name", () => {
    const line = "ssh prod-1, edit /etc/app.env, restart app";
    expect(placeInput(line, PROGRAM, [])).toMatchObject({
      kind: "manual",
      options: { note: line },
    });
  });

  it("words that name nothing here are for a person", () => {
    expect(placeInput("the box under Kim's desk", undefined, [])).toMatchObject({
      kind: "manual",
      id: "the",
    });
  });

  it("never gives an id twice", () => {
    expect(placeInput("app/.env", FILE, ["app-env", "app-env-2"]).id).toBe("app-env-3");
  });
});

describe("the variable that holds a value", () => {
  it("is found by the value, export and quotes included", () => {
    expect(variableHolding(`A=1\nexport BAYT_API_KEY="k-123"\n`, "k-123")).toBe("BAYT_API_KEY");
  });

  it("is unknown where the value stands elsewhere", () => {
    expect(variableHolding("# k-123\n", "k-123")).toBeUndefined();
  });
});
