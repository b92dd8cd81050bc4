/** The deployment of bin/app.ts: one stack with nothing but traildex in it. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Traildex, type TraildexProps } from './traildex.ts';

export interface TraildexStackProps extends StackProps, TraildexProps {}

export class TraildexStack extends Stack {
  readonly traildex: Traildex;

  /** @throws SettingsError naming every setting that is wrong. */
  constructor(scope: Construct, id: string, { settings, ...props }: TraildexStackProps = {}) {
    super(scope, id, { description: 'traildex: CloudTrail, indexed for audit questions', ...props });
    this.traildex = new Traildex(this, 'Traildex', settings === undefined ? {} : { settings });
  }
}
