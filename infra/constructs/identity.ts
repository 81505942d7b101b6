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
import { pascalCase, pinLogicalId, pinLogicalIdOf } from './logical-id.ts';

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

/** After how many days the password of an invitation is good for nothing. */
const INVITATION_DAYS = 3;

/** The mail that a new user gets. Cognito puts the user's name and a password in the place of the two in braces. */
const invitation = (pages: string): string =>
  [
    'Hello,',
    `you have access to Seatpulse. Open <a href="${pages}/">${pages}/</a> and sign in with the address that this mail came to ({username}) and this password, which is good for ${INVITATION_DAYS} days:`,
    '{####}',
    'You will be asked to choose a password of your own and to add an authenticator app: have your phone at hand. If the password has expired, ask whoever invited you for another.',
  ].join('<br><br>');

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
        tempPasswordValidity: Duration.days(INVITATION_DAYS),
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      userInvitation: { emailSubject: 'You have access to Seatpulse', emailBody: invitation(apiUrl) },
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: stage.deletionProtection,
      removalPolicy: removalPolicyOf(stage),
    });
    pinLogicalId(pool, 'UserPool');
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `seatpulse-${stage.name}-${Aws.ACCOUNT_ID}` },
    });
    pinLogicalIdOf('Identity/UserPool/Domain', domain);

    const pages = pool.addClient('Pages', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [`${apiUrl}/auth/callback`],
        logoutUrls: [`${apiUrl}/`],
      },
      preventUserExistenceErrors: true,
      authSessionValidity: Duration.minutes(15), // the longest there is: a first sign-in sets up an authenticator, too
      accessTokenValidity: Duration.hours(1),
    });
    pinLogicalIdOf('Identity/UserPool/Pages', pages);
    // A token by client credentials needs some scope. What a program may do stands in its access record alone.
    const callApi = new ResourceServerScope({ scopeName: 'api', scopeDescription: 'Call the API' });
    const api = pool.addResourceServer('Api', { identifier: 'seatpulse', scopes: [callApi] });
    pinLogicalIdOf('Identity/UserPool/Api', api);
    const programs = integrations.map(pascalCase).map((name) => {
      const client = pool.addClient(`${name}Program`, {
        generateSecret: true,
        oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(api, callApi)] },
        accessTokenValidity: Duration.hours(1),
      });
      pinLogicalIdOf(`Identity/UserPool/${name}Program`, client); // a new client has a new id and a new secret
      return { name, client };
    });

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
