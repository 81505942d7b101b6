/** The tag by which commands find the session secret of a stage, whose name is its value. */
export const SESSION_SECRET_TAG = 'seatpulse:session-secret';
