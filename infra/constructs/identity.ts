import { Aws, CfnOutput, Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pascalCase, pinLogicalId } from './logical-id.ts';

/** Whose tokens the API takes. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly clientIds: readonly string[];
  /** The client as which people sign in to the pages: a public one, with the code flow. */
  readonly pagesClientId: string;
}

/** The stage's own issuer of tokens, or a new Cognito user pool. */
export const createTokenIssuer = (scope: Construct, stage: Stage, apiUrl: string): TokenIssuer =>
  stage.identity.kind === 'oidc'
    ? stage.identity
    : new CognitoIssuer(scope, 'Identity', { stage, apiUrl, integrations: stage.identity.integrations });

interface CognitoIssuerProps {
  readonly stage: Stage;
  readonly apiUrl: string;
  /** The names of the programs that get a client each. */
  readonly integrations: readonly string[];
}

/** A user pool that only the operator adds users to, with a client for the pages and one for each program. */
class CognitoIssuer extends Construct implements TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly clientIds: readonly string[];
  readonly pagesClientId: string;

  constructor(scope: Construct, id: string, { stage, apiUrl, integrations }: CognitoIssuerProps) {
    super(scope, id);
    const pool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: stage.data === 'kept',
      removalPolicy: removalPolicyOf(stage),
    });
    pinLogicalId(pool, 'UserPool');
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `seatpulse-${stage.name}-${Aws.ACCOUNT_ID}` },
    });

    const pages = pool.addClient('Pages', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [`${apiUrl}/auth/callback`],
        logoutUrls: [`${apiUrl}/`],
      },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
    });
    // A token by client credentials needs some scope. What a program may do stands in its access record alone.
    const callApi = new ResourceServerScope({ scopeName: 'api', scopeDescription: 'Call the API' });
    const api = pool.addResourceServer('Api', { identifier: 'seatpulse', scopes: [callApi] });
    const programs = integrations.map((name) => ({
      name: pascalCase(name),
      client: pool.addClient(`${pascalCase(name)}Program`, {
        generateSecret: true,
        oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(api, callApi)] },
        accessTokenValidity: Duration.hours(1),
      }),
    }));

    this.issuer = pool.userPoolProviderUrl;
    this.jwksUri = `${pool.userPoolProviderUrl}/.well-known/jwks.json`;
    this.pagesClientId = pages.userPoolClientId;
    this.clientIds = [pages, ...programs.map(({ client }) => client)].map((client) => client.userPoolClientId);
    const outputs = {
      UserPoolId: pool.userPoolId,
      PagesClientId: pages.userPoolClientId,
      ...Object.fromEntries(programs.map(({ name, client }) => [`${name}ClientId`, client.userPoolClientId])),
      TokenUrl: `${domain.baseUrl()}/oauth2/token`,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value }).overrideLogicalId(name);
  }
}
