/** The browser's passkeys (WebAuthn level 3), in the JSON forms the server speaks. */
interface JsonForms {
  parseCreationOptionsFromJSON(json: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(json: unknown): PublicKeyCredentialRequestOptions;
}

const forms = () => (globalThis as { PublicKeyCredential?: unknown }).PublicKeyCredential as Partial<JsonForms> | undefined;

/** Older browsers have passkeys without the JSON forms; there the password does. */
export const hasPasskeys = (): boolean => !!forms()?.parseCreationOptionsFromJSON && !!forms()?.parseRequestOptionsFromJSON;

/** Makes a passkey; null when the person stopped it. */
export const makePasskey = (options: string) =>
  answer(navigator.credentials.create({ publicKey: (forms() as JsonForms).parseCreationOptionsFromJSON(JSON.parse(options)) }));

/** Lets the person choose a passkey of this address; null when they did not. */
export const usePasskey = (options: string) =>
  answer(navigator.credentials.get({ publicKey: (forms() as JsonForms).parseRequestOptionsFromJSON(JSON.parse(options)) }));

async function answer(asked: Promise<Credential | null>): Promise<string | null> {
  try {
    const credential = (await asked) as (PublicKeyCredential & { toJSON(): unknown }) | null;
    return credential && JSON.stringify(credential.toJSON());
  } catch (error) {
    if ((error as DOMException).name === 'NotAllowedError' || (error as DOMException).name === 'AbortError') return null;
    throw error;
  }
}
