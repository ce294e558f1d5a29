// Dockerfiles: a key given at build is baked into the image, so a person has to build and roll out a new one.
import { basename } from "node:path";
import { environmentOf, namesKey } from "../../core/setup/place.ts";
import { byHand, type Surveyor } from "./surveyor.ts";

export const dockerfile: Surveyor = {
  id: "dockerfile",
  wants: (path) => /^(Dockerfile|Containerfile)(\..+)?$|\.Dockerfile$/.test(basename(path)),
  places(path, text) {
    const names = [...text.matchAll(/^\s*(?:ARG|ENV)\s+([A-Za-z_]\w*)/gim)].map(
      ([, name = ""]) => name,
    );
    return [...new Set(names)]
      .filter(namesKey)
      .map((name) =>
        byHand(
          `${path} ${name}`,
          `${path} builds ${name} into the image: build a new image and roll it out`,
          environmentOf(path),
        ),
      );
  },
};
