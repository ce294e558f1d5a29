// A vendor's refusals of management calls, in words.
import type { Http, HttpRequest, HttpResponse } from "../../ports/http.ts";
import { perform as send, type Purpose } from "../http/outcome.ts";

const MEANINGS = {
  401: "the admin credential is not accepted",
  403: "the admin credential lacks the right",
  404: "no such key or a wrong base URL",
};

/** As `perform` for any vendor, with the words for key management. */
export async function perform(
  http: Http,
  request: HttpRequest,
  purpose: Purpose,
): Promise<HttpResponse> {
  return send(http, request, { ...purpose, meanings: MEANINGS });
}
