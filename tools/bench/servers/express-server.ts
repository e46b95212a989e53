import express from 'express';

/** What most would write first: express with its JSON body parser, which answers 202 and keeps nothing. Environment: PORT. */
const app = express();
app.use(express.json());
app.post('/v1/events', (_request, response) => {
  response.status(202).json({ accepted: 1, refused: 0 });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
