// yamux with bounds, and with one repair. yamux 8.0.3 announces a stream it opens in a microtask of its own (muxer.ts,
// onCreateStream): when the connection is closed in between, that send throws where nobody can catch it and takes the
// process down. Here a send on a closed connection sends nothing; its streams learn of the end as always.
import { type MessageStream, type StreamMuxerFactory, StreamStateError } from '@libp2p/interface'
import { yamux } from '@libp2p/yamux'
import { NETWORK_LIMITS } from './settings.ts'

export function boundedYamux(): () => StreamMuxerFactory {
  const create = yamux({
    maxInboundStreams: NETWORK_LIMITS.streamsIn,
    maxOutboundStreams: NETWORK_LIMITS.streamsOut,
    streamOptions: {
      maxStreamWindowSize: NETWORK_LIMITS.streamWindow,
      maxReadBufferLength: NETWORK_LIMITS.streamReadBuffer,
      maxWriteBufferLength: NETWORK_LIMITS.streamWriteBuffer,
    },
  })
  return () => {
    const factory = create()
    const createStreamMuxer = factory.createStreamMuxer.bind(factory)
    factory.createStreamMuxer = connection => createStreamMuxer(sendsNothingWhenClosed(connection))
    return factory
  }
}

function sendsNothingWhenClosed(connection: MessageStream): MessageStream {
  const send = connection.send.bind(connection)
  connection.send = data => {
    try {
      return send(data)
    } catch (error) {
      if (error instanceof StreamStateError) return false
      throw error
    }
  }
  return connection
}
