// What is used of AWS's SDKs. A file of its own, imported lazily: the bundler loses a CommonJS package that is imported lazily itself.
export {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
export { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
