// What is used of AWS's SDK. A file of its own, imported lazily: the bundler loses a CommonJS package that is imported lazily itself.
export {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
