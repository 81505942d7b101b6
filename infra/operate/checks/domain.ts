import { type ACMClient, DescribeCertificateCommand, ResourceNotFoundException } from '@aws-sdk/client-acm';
import type { Stage } from '../../stages.ts';
import { error, type Finding, ok } from '../findings.ts';

/** Whether the certificate of the stage's own domain is one that an HTTP API of this region takes; nothing without a domain. */
export const checkDomain = async (client: ACMClient, { domain, name }: Stage, region: string): Promise<Finding[]> => {
  if (domain === undefined) return [];
  const { certificateArn: arn, name: host } = domain;
  const itsRegion = arn.split(':')[3];
  if (itsRegion !== region)
    return [
      error(
        `The certificate of ${host} is in ${itsRegion}, and the stage in ${region}`,
        `Ask ACM in ${region} for one, and set ${name}.domain.certificateArn.`,
      ),
    ];
  const certificate = await readCertificate(client, arn);
  if (!certificate) return [error(`ACM has no certificate ${arn}`, `Set ${name}.domain.certificateArn to one it has.`)];
  if (certificate.Status !== 'ISSUED')
    return [
      error(
        `The certificate of ${host} is ${certificate.Status}, not ISSUED`,
        'Add the CNAME record that the ACM console shows to your DNS, and wait some minutes.',
      ),
    ];
  const names = [certificate.DomainName ?? '', ...(certificate.SubjectAlternativeNames ?? [])];
  if (!names.some((one) => covers(one, host)))
    return [
      error(`The certificate is for ${names.join(', ')}, not for ${host}`, `Ask ACM in ${region} for one that is.`),
    ];
  return [ok(`The certificate of ${host} is issued`)];
};

const readCertificate = async (client: ACMClient, arn: string) => {
  try {
    return (await client.send(new DescribeCertificateCommand({ CertificateArn: arn }))).Certificate;
  } catch (cause) {
    if (cause instanceof ResourceNotFoundException) return undefined;
    throw cause;
  }
};

/** A star stands for one label (RFC 6125, section 6.4.3). */
const covers = (name: string, host: string): boolean =>
  name === host || (name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2));
