// The names that programs give to the fields of an access log: how generic JSON and CSV are understood without being told.
import type { Field } from "./event.ts";

/** Small letters and digits alone, likeliest first: `keyId`, `key_id` and `Key ID` are one name, `request.method` is `requestmethod`. */
const NAMES: Readonly<Partial<Record<Field, string>>> = {
  at: "timestamp time ts datetime eventtime requesttime timeiso8601 timelocal occurredat createdat starttime startedat startutc logtime date published msec t",
  receivedAt: "receivedat receivetimestamp receivedtime ingestiontime ingestedat eventingested",
  key: "keyid apikeyid accesskeyid requestapikeyid identityapikeyid credentialid tokenid keyname apikeyname tokenname consumerid consumer consumerusername clientid apikey key last4 keylast4",
  principal:
    "principal user userid username useremail actor actorid actoremail account accountid caller serviceaccount sub subject identityuser email",
  ip: "ip clientip sourceip remoteip ipaddress clientaddress sourceipaddress callerip actorip remoteaddr clientaddr httprequestremoteip identitysourceip requestremoteip requestclientip reqremoteaddress downstreamremoteaddress clienthost srcip cip xforwardedfor",
  country:
    "country countrycode clientcountry sourcegeocountryisocode clientgeocountryisocode geoipcountrycode geocountry ccountry cfipcountry",
  asn: "asn asnumber clientasn sourceasnumber clientasnumber autonomoussystemnumber",
  userAgent:
    "useragent httpuseragent clientuseragent identityuseragent httprequestuseragent csuseragent agent ua requestuseragent useragentoriginal headersuseragent requestheadersuseragent reqheadersuseragent",
  method:
    "method httpmethod requestmethod httprequestrequestmethod httprequestmethod reqmethod verb csmethod",
  path: "path requestpath requesturi uri url urlpath requesturl httprequestrequesturl urlpath requrl resourcepath route endpoint csuristem target",
  action: "action eventaction operation event eventname eventtype operationname activity",
  resource: "resource resourceid resourcename object",
  status:
    "status statuscode httpstatus httpstatuscode responsestatus responsecode httprequeststatus responsestatuscode httpresponsestatuscode resstatuscode downstreamstatus scstatus code",
  outcome: "outcome eventoutcome result success succeeded ok",
  errorCode: "errorcode errortype error reason",
  bytes:
    "bytes bytessent bodybytessent responsebytes bytesout responsesize responselength httprequestresponsesize httpresponsebytes downstreamcontentsize contentlength size scbytes",
  units: "units tokens totaltokens usagetotaltokens",
  cost: "cost costusd amount",
  model: "model modelid",
  id: "eventid requestid id uuid traceid correlationid xrequestid",
  requests: "requests requestcount count",
};

/** A name as it is compared. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** Rank of each plain name, by field: the lower the likelier. */
const RANKS: ReadonlyMap<string, readonly [Field, number]> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    // The keys of NAMES are its fields.
    names.split(" ").map((name, rank) => [name, [field as Field, rank]] as const),
  ),
);

/** Which of the names are known fields: by field, the likeliest first. */
export function knownFields(names: readonly string[]): ReadonlyMap<Field, readonly string[]> {
  const found = new Map<Field, { name: string; rank: number }[]>();
  for (const name of names) {
    const known = RANKS.get(plainName(name));
    if (known === undefined) continue;
    const [field, rank] = known;
    found.set(field, [...(found.get(field) ?? []), { name, rank }]);
  }
  return new Map(
    [...found].map(([field, places]) => [
      field,
      places.sort((a, b) => a.rank - b.rank).map(({ name }) => name),
    ]),
  );
}

/** What people read in `sources show`. */
export function commonNames(): Readonly<Partial<Record<Field, string>>> {
  return NAMES;
}

/** Sure enough to be read without being told: a time, who or from where, and one more of what an access log has. */
export function looksLikeAccess(fields: Pick<ReadonlySet<Field>, "has">): boolean {
  const callers = (["key", "ip", "userAgent", "path"] as const).filter((field) =>
    fields.has(field),
  );
  const others = (["principal", "method", "action", "status"] as const).filter((field) =>
    fields.has(field),
  );
  return fields.has("at") && callers.length > 0 && callers.length + others.length >= 2;
}
