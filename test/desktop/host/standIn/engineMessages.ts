/** What goes between the main process and the child that plays a utility process. Ports cannot go there: their ids do. */
export type EngineMessage =
  | { kind: 'message'; data: unknown; ports: number[] }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'port-closed'; port: number }
