import type { VNode } from 'preact';
import type { z } from 'zod';
import type { Caller, Scope } from '../../../lib/access/caller.ts';
import type { Session } from '../session/session.ts';

type RouteKey = `${'GET' | 'POST'} /${string}`;

/** Somebody who is signed in, and in which language the browser wants to read. */
export interface Visitor {
  readonly caller: Caller;
  readonly session: Session;
  /** A BCP 47 tag that Intl knows. */
  readonly locale: string;
}

/** What the code of a page receives: everything parsed. */
export interface PageCall<Path, Query, Form> {
  readonly path: Path;
  readonly query: Query;
  readonly form: Form;
  readonly visitor: Visitor;
  /** When the gateway took the request. */
  readonly now: Date;
}

/** What a page answers: a document, or the way to another page. */
export type PageReply =
  | { readonly status?: number; readonly document: VNode }
  | { readonly seeOther: string; readonly cookies?: readonly string[] };

/** A page or a form's target. */
export interface Page {
  readonly route: RouteKey;
  /** Any one of these is enough; `anybody` who is signed in and has access. */
  readonly scopes: readonly Scope[] | 'anybody';
  readonly path: z.ZodObject;
  readonly query: z.ZodObject;
  readonly form: z.ZodObject;
  readonly answer: (call: PageCall<never, never, never>) => Promise<PageReply>;
}

/** An address without pages of its own meaning: no sign-in, no parsing. */
export interface PlainPage {
  readonly route: RouteKey;
  readonly answerPlainly: (request: PlainRequest) => Promise<PlainReply>;
}

interface PlainRequest {
  readonly query: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

export interface PlainReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
}
