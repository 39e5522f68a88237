import { AyniError } from '../../core/errors.ts';

/**
 * Says which option chooses the port where one is taken or not allowed.
 * @param what listens there, for the message
 */
export async function onPort<T>(what: string, option: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (!AyniError.is(error, 'port-in-use') && !AyniError.is(error, 'no-permission')) throw error;
    const { port } = error.context;
    const why = error.code === 'port-in-use' ? 'is taken by another program' : 'may not be used by this user';
    throw new AyniError(error.code, `Port ${String(port)} of the ${what} ${why}: choose another with ${option}.`, {
      context: error.context,
      cause: error,
    });
  }
}
